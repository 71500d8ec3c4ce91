// SPDX-License-Identifier: Apache-2.0

/// SEARCH: keys and how a message is judged, cheapest information first. RFC 9051 §6.4.4.
@NullMarked
package org.pabal.imap.search;

import org.jspecify.annotations.NullMarked;
