// SPDX-License-Identifier: Apache-2.0

/// Identity/*: as whom an account's owner writes. RFC 8621 §6.
@NullMarked
package org.pabal.jmap.identity;

import org.jspecify.annotations.NullMarked;
