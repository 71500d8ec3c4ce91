require ["fileinto", "envelope", "subaddress"];
if envelope "from" "sender@example.org" { fileinto "envelope01"; }
if envelope :domain "from" "example.org" { fileinto "envelope02"; }
if envelope :localpart :is "to" "me+det" { fileinto "envelope03"; }
if envelope :user "to" "me" { fileinto "envelope04"; }
if envelope :detail "to" "det" { fileinto "envelope05"; }
if envelope :all :matches "to" "me*@example.com" { fileinto "envelope06"; }
if envelope :is ["from","to"] "me+det@example.com" { fileinto "envelope07"; }
if envelope "from" "" { fileinto "envelope08"; }
if envelope :contains "from" "SENDER" { fileinto "envelope09"; }
