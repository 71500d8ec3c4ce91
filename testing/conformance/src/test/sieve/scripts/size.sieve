require ["fileinto"];
if size :over 100 { fileinto "size01"; }
if size :over 10K { fileinto "size02"; }
if size :under 10K { fileinto "size03"; }
if size :under 1 { fileinto "size04"; }
if size :over 1M { fileinto "size05"; }
if not size :over 1G { fileinto "size06"; }
if size :over 0 { fileinto "size07"; }
