// SPDX-License-Identifier: Apache-2.0

/// FETCH: items, sections, and how each is written. RFC 9051 §6.4.5 and §7.5.2.
@NullMarked
package org.pabal.imap.fetch;

import org.jspecify.annotations.NullMarked;
