require ["fileinto", "relational", "comparator-i;ascii-numeric"];
if header :count "ge" :comparator "i;ascii-numeric" "received" "2" { fileinto "relational01"; }
if header :count "eq" :comparator "i;ascii-numeric" "received" "2" { fileinto "relational02"; }
if header :count "lt" :comparator "i;ascii-numeric" ["to","cc"] "3" { fileinto "relational03"; }
if header :count "eq" :comparator "i;ascii-numeric" "x-absent" "0" { fileinto "relational04"; }
if address :count "gt" :comparator "i;ascii-numeric" "to" "1" { fileinto "relational05"; }
if address :count "eq" :comparator "i;ascii-numeric" ["to","cc"] "3" { fileinto "relational06"; }
if header :value "gt" :comparator "i;ascii-numeric" "x-number" "41" { fileinto "relational07"; }
if header :value "le" :comparator "i;ascii-numeric" "x-number" "41" { fileinto "relational08"; }
if header :value "ne" :comparator "i;ascii-numeric" "x-number" ["42","43"] { fileinto "relational09"; }
if header :value "ge" :comparator "i;ascii-casemap" "subject" "a" { fileinto "relational10"; }
if header :value "lt" :comparator "i;ascii-casemap" "subject" "b" { fileinto "relational11"; }
if header :value "gt" :comparator "i;ascii-numeric" "subject" "5" { fileinto "relational12"; }
if header :value "eq" :comparator "i;ascii-numeric" "subject" "5" { fileinto "relational13"; }
if header :value "eq" :comparator "i;ascii-numeric" "x-absent" "5" { fileinto "relational14"; }
if header :count "ne" :comparator "i;ascii-numeric" "subject" "1" { fileinto "relational15"; }
