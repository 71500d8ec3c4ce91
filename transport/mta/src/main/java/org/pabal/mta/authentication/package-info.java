// SPDX-License-Identifier: Apache-2.0

/// From what authentication found about a stranger's mail to what becomes of it.
///
/// {@link org.pabal.mta.authentication.ArrivalExaminer} has each mail examined in one pass, from MAIL
/// to the end of its content. {@link org.pabal.mta.authentication.Weighing} then decides: SPF is
/// weighed and not obeyed, since a forwarder that keeps the reverse-path always fails it; only what the
/// author's domain asks for by DMARC, or the operator by the settings, is a reason to refuse; and an
/// ARC seal that is trusted or a {@link org.pabal.mta.authentication.Forwarder} that is known lets in
/// what would be refused, and says so. The DNS out of order is a reason to come again, never to stay
/// away. RFC 7208 §8.4, RFC 9989 §5.4, RFC 8601.
@NullMarked
package org.pabal.mta.authentication;

import org.jspecify.annotations.NullMarked;
