/** Version of the JSON API, apart from that of the program (NL API Design Rules, /core/semver and /core/version-header). */
export const apiVersion = '1.0.0';
