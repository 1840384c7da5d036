/** What visitors paste: one text for each state of the result page. */
export const violations = `@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .

<https://umc-voorbeeld.example/dataset/1> a dcat:Dataset ;
  dct:title "Glucosesensor <script>alert(1)</script>"@nl ;
  dct:description "Metingen van glucosesensoren."@nl ;
  dct:accessRights <http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC> ;
  dcat:theme "Gezondheid" ;
  dct:publisher [ a foaf:Agent ; foaf:name "UMC Voorbeeld"@nl ] ;
  dcat:distribution <https://umc-voorbeeld.example/dataset/1/csv> .

<https://umc-voorbeeld.example/dataset/1/csv> a dcat:Distribution ;
  dct:title "CSV-bestand"@nl ; dcat:byteSize "veel" .

<https://umc-voorbeeld.example/dataset/2> a dcat:Dataset ;
  dct:description "Een dataset zonder titel"@nl .
`;
export const unreadable = `@prefix dct: <http://purl.org/dc/terms/> .
<https://umc-voorbeeld.example/dataset/1> dct:title "Zonder einde ;
  dct:description "x"@nl .
`;
export const nothing = '<https://a.example/x> a <http://xmlns.com/foaf/0.1/Person> .\n';
