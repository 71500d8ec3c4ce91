// SPDX-License-Identifier: Apache-2.0

/// What tests share: transcripts of protocols, a clock that is moved by hand, TLS that trusts all.
/// Uses no module of ours.
///
/// A transcript is a text file below `src/test/transcripts/`, one step a line:
///
/// | line | what it does |
/// |---|---|
/// | `# text`, empty | nothing |
/// | `given sentence`, `then sentence` | the {@link org.pabal.testkit.Stage} prepares, checks |
/// | `C: text` | the client sends the text and CRLF; `{name}` stands for what was captured |
/// | `Craw: text` | sends octets as they are, without CRLF: `\r \n \t \0 \\ \xNN` |
/// | `C-close` | the client ends its output; it can still read |
/// | `C-tls` | the client starts TLS on the connection |
/// | `C-deflate` | both ends pack what they say from here on: raw DEFLATE, RFC 1951 |
/// | `S: pattern` | the server's next line is exactly this |
/// | `S*: 250` | the lines of one SMTP reply with this code |
/// | `S*: pattern` | skips lines until one, which is skipped too, matches |
/// | `Sraw: text` | the server's next octets are exactly these, same escapes |
/// | `S-close` | the server ends the connection, without a further octet |
///
/// In a pattern `{any}` matches anything, `{host}` or another name captures on its first use and
/// must match the same later, `{/regex/}` is a regular expression, and `{310}` or `{310+}` is an
/// IMAP literal and stays as it is. `C2:`, `S2:`, `S2*:`, `C2-close` … are a second connection, `3`
/// a third; a connection is made when it is first named. Text is sent and compared as UTF-8.
@NullMarked
package org.pabal.testkit;

import org.jspecify.annotations.NullMarked;
