require ["fileinto","variables"];
set "a" text: # comment
..dot
line
.
;
if string :contains "${a}" ".dot" { fileinto "a"; }
if string :matches "${a}" "*line*" { fileinto "b"; }
/* block
 comment */ if true { /**/ fileinto "c"; }
