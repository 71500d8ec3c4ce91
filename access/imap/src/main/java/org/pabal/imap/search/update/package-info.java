// SPDX-License-Identifier: Apache-2.0

/// Results that are kept up to date: CONTEXT=SEARCH and CONTEXT=SORT, RFC 5267 §4.3.
///
/// A context keeps the UIDs of its result and its criteria. Whenever the client is told of changes,
/// only the messages that changed are judged again; where one belongs in a sorted result is found
/// by comparing it with a few others. No message is looked at for the sake of a context alone.
@NullMarked
package org.pabal.imap.search.update;

import org.jspecify.annotations.NullMarked;
