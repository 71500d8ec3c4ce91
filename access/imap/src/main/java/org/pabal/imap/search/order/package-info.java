// SPDX-License-Identifier: Apache-2.0

/// SORT and THREAD: what is found, in order. RFC 5256, RFC 5957.
///
/// Works on what is stored with each message; no message is opened. Nothing here is recursive: the
/// depth of a thread is what strangers write into References.
@NullMarked
package org.pabal.imap.search.order;

import org.jspecify.annotations.NullMarked;
