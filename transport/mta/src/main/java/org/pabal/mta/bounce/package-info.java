// SPDX-License-Identifier: Apache-2.0

/// Reports to senders: a mail was given up, or is late. RFC 3461, RFC 3464.
///
/// A report is a mail with the null reverse-path and is never reported on. It becomes durable in the
/// commit that records what it reports. Strangers get none, since their reverse-path may be forged.
@NullMarked
package org.pabal.mta.bounce;

import org.jspecify.annotations.NullMarked;
