require ["fileinto", "imap4flags", "relational", "comparator-i;ascii-numeric"];
setflag ["\\Seen", "work $Forwarded"];
if hasflag "\\seen" { fileinto "flags01"; }
if hasflag "work" { fileinto "flags02"; }
if hasflag ["none","WORK"] { fileinto "flags03"; }
if hasflag :contains "for" { fileinto "flags04"; }
removeflag "work";
if hasflag "work" { fileinto "flags05"; }
addflag "later";
if hasflag :count "eq" :comparator "i;ascii-numeric" "3" { fileinto "flags06"; }
if hasflag :matches "la*" { fileinto "flags07"; }
fileinto :flags "only" "own";
keep :flags ["\\Answered"];
