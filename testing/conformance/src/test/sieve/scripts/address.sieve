require ["fileinto", "subaddress", "comparator-i;ascii-numeric"];
if address "from" "alice@example.org" { fileinto "address01"; }
if address :all :is "from" "ALICE@EXAMPLE.ORG" { fileinto "address02"; }
if address :localpart "from" "alice" { fileinto "address03"; }
if address :domain "from" "example.org" { fileinto "address04"; }
if address :domain :contains "to" "example" { fileinto "address05"; }
if address :all :contains ["to","cc","bcc"] "me@" { fileinto "address06"; }
if address :user "to" "me" { fileinto "address07"; }
if address :detail "to" "lists" { fileinto "address08"; }
if address :detail "from" "" { fileinto "address09"; }
if address :user "from" "alice" { fileinto "address10"; }
if address :matches "to" "*+*@*" { fileinto "address11"; }
if address :is "to" "second@example.net" { fileinto "address12"; }
if address :localpart :is "cc" "carol" { fileinto "address13"; }
if address :is "resent-from" "x@example.org" { fileinto "address14"; }
if address :all :comparator "i;octet" :is "from" "alice@example.org" { fileinto "address15"; }
if address :domain :is "from" ["a","example.org"] { fileinto "address16"; }
if address :contains "from" "Alice" { fileinto "address17"; }
if address :all :matches "from" "al?ce@*" { fileinto "address18"; }
if address :localpart :is "to" "me+lists" { fileinto "address19"; }
if address :is "sender" "" { fileinto "address20"; }
if address :contains "sender" "" { fileinto "address21"; }
if address :matches "reply-to" "*" { fileinto "address22"; }
if address :domain :matches "to" "example.???" { fileinto "address23"; }
