// SPDX-License-Identifier: Apache-2.0

/// TLS reporting (RFC 8460): the record that asks for reports, and reports as they are written and
/// read. Collecting, sending and receiving them is the MTA's.
@NullMarked
package org.pabal.mailauth.tlsrpt;

import org.jspecify.annotations.NullMarked;
