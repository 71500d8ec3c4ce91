// SPDX-License-Identifier: Apache-2.0

/// The capability that every request needs with its one method, and those that say little of
/// themselves. RFC 8620 §2 and §4.
@NullMarked
package org.pabal.jmap.capability;

import org.jspecify.annotations.NullMarked;
