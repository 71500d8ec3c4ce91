// SPDX-License-Identifier: Apache-2.0

/// What there is where mail is filed: RFC 5490, RFC 8579 §3, RFC 9042 §4.
@NullMarked
package org.pabal.sieve.mailbox;

import org.jspecify.annotations.NullMarked;
