// SPDX-License-Identifier: Apache-2.0

/// Sender Policy Framework, RFC 7208: may this host use that domain in MAIL FROM or HELO?
///
/// {@link org.pabal.mailauth.spf.SpfChecker} is `check_host()`. A record is read whole before
/// anything of it is evaluated (§4.6), then its terms are tried from left to right. What a domain
/// may cost us is bounded by {@link org.pabal.mailauth.spf.SpfLimits}; whatever its records say, the
/// outcome is a value with a reason that a sender and an operator understand, never an exception
/// (THREATS D01, D08).
@NullMarked
package org.pabal.mailauth.spf;

import org.jspecify.annotations.NullMarked;
