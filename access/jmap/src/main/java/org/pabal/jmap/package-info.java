// SPDX-License-Identifier: Apache-2.0

/// JMAP (RFC 8620), server side: mail as programs of today ask for it.
@NullMarked
package org.pabal.jmap;

import org.jspecify.annotations.NullMarked;
