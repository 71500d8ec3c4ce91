require ["fileinto","editheader","variables","relational","comparator-i;ascii-numeric"];
addheader "X-Added" "first";
if header "x-added" "first" { fileinto "e01"; }
addheader :last "X-Added" "second";
if header :count "eq" :comparator "i;ascii-numeric" "x-added" "2" { fileinto "e02"; }
deleteheader :index 1 "x-added";
if header "x-added" "second" { fileinto "e03"; }
if header "x-added" "first" { fileinto "e04"; }
deleteheader :contains "subject" "world";
if exists "subject" { fileinto "e05"; }
addheader "Subject" "New ${1}";
if header :is "subject" "New " { fileinto "e06"; }
deleteheader :index 1 :last "received";
if header :count "eq" :comparator "i;ascii-numeric" "received" "2" { fileinto "e07"; }
deleteheader "x-number" ["41","42"];
if exists "x-number" { fileinto "e08"; }
