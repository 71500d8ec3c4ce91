// SPDX-License-Identifier: Apache-2.0

/// Judges and learns for programs that know SpamAssassin's spamd, such as spamc, procmail and exim: its
/// protocol in the dialects 1.2 to 1.5.
///
/// One request for each connection: a command line, header lines, an empty line, the message. Who may
/// connect may have everything judged and everything learnt; there is no log-in. It is open for this
/// host alone unless the settings name other networks.
@NullMarked
package org.pabal.spamd;

import org.jspecify.annotations.NullMarked;
