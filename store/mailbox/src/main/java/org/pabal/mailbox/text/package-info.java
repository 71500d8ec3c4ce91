// SPDX-License-Identifier: Apache-2.0

/// The text of a message as SEARCH looks at it: decoded, and folded so that case and the form of
/// composed characters do not count. RFC 9051 §6.4.4.
///
/// Whoever looks for text reads it here, whether it scans a message or makes an index of many: so
/// both find the same. The text comes in *runs* (a header field, a text part), each in pieces; what
/// is looked for is found within one run, also across its pieces.
@NullMarked
package org.pabal.mailbox.text;

import org.jspecify.annotations.NullMarked;
