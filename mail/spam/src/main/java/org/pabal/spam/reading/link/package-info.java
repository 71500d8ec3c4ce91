// SPDX-License-Identifier: Apache-2.0

/// Where a mail leads to: URLs as browsers read them, found in text, and the registered domains
/// of their hosts.
@NullMarked
package org.pabal.spam.reading.link;

import org.jspecify.annotations.NullMarked;
