require "vacation";
vacation :days 3 :addresses "me+lists@example.com" "I am away.";
