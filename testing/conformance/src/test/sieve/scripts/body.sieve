require ["fileinto", "body"];
if body :contains "needle" { fileinto "body01"; }
if body :text :contains "NEEDLE" { fileinto "body02"; }
if body :raw :contains "needle" { fileinto "body03"; }
if body :raw :contains "Content-Type" { fileinto "body04"; }
if body :content "text" :contains "needle" { fileinto "body05"; }
if body :content "text/html" :contains "needle" { fileinto "body06"; }
if body :content ["image","application"] :contains "" { fileinto "body07"; }
if body :text :contains "바늘" { fileinto "body08"; }
if body :raw :contains "바늘" { fileinto "body09"; }
if not body :contains "absent thing" { fileinto "body10"; }
