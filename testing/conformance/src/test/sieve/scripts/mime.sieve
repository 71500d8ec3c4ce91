require ["fileinto", "mime", "foreverypart", "variables", "relational", "comparator-i;ascii-numeric"];
if header :mime :type :is "content-type" "multipart" { fileinto "mime01"; }
if header :mime :anychild :type :is "content-type" "image" { fileinto "mime02"; }
if header :mime :anychild :subtype :is "content-type" "html" { fileinto "mime03"; }
if header :mime :anychild :contenttype :is "content-type" "text/plain" { fileinto "mime04"; }
if header :mime :anychild :param "charset" :is "content-type" "utf-8" { fileinto "mime05"; }
if header :mime :anychild :param ["name","filename"] :contains ["content-type","content-disposition"] "gif" { fileinto "mime06"; }
if exists :mime :anychild "content-disposition" { fileinto "mime07"; }
set "n" "";
foreverypart { if header :mime :type :is "content-type" "text" { set "n" "${n}t"; } else { set "n" "${n}o"; } }
if string "${n}" "ottoo" { fileinto "mime08"; }
if string :matches "${n}" "*t*" { fileinto "mime09"; }
if string :matches "${n}" "tt*" { fileinto "mime10"; }
foreverypart :name "outer" { if header :mime :subtype :is "content-type" "html" { fileinto "html"; break :name "outer"; } }
if address :mime :anychild :is "from" "inner@example.net" { fileinto "mime11"; }
