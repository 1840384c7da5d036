/** Who may see what is not public of a station. */
export interface StationKeys {
  /** Whether this is the key of the station's feedback page; takes the same time for every wrong key. */
  feedbackKeyFits(station: string, key: string): boolean;
}
