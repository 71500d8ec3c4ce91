require ["fileinto", "regex", "variables"];
if header :regex "subject" "^hello" { fileinto "regex01"; }
if header :regex "subject" "wor(l)d$" { fileinto "regex02"; }
if header :regex :comparator "i;octet" "subject" "^hello" { fileinto "regex03"; }
if header :regex "subject" "^h[a-e]llo +w" { fileinto "regex04"; }
if header :regex "x-number" "^[0-9]{2}$" { fileinto "regex05"; }
if header :regex "x-number" "^[0-9]{3,}$" { fileinto "regex06"; }
if header :regex "subject" "(a|b|hello)" { fileinto "regex07"; }
if header :regex "subject" "^([a-z]+) ([a-z]+)$" { set "r" "${1}-${2}"; }
if string :comparator "i;ascii-casemap" "${r}" "hello-world" { fileinto "regex08"; }
if header :regex "from" "@example\\.(org|net)" { fileinto "regex09"; }
if header :regex "subject" "^$" { fileinto "regex10"; }
if header :regex "x-empty" "^$" { fileinto "regex11"; }
if address :regex :localpart "to" "^(me|you)(\\+.*)?$" { fileinto "regex12"; }
