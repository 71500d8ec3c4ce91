// SPDX-License-Identifier: Apache-2.0

/// Copies that are kept aside: safe in the store, shown to nobody until an administrator releases them,
/// and given up after a time.
///
/// A copy comes in with the commit that accepts its mail, and leaves with the one that delivers it: a
/// crash leaves it in one of the two places.
@NullMarked
package org.pabal.filter.quarantine;

import org.jspecify.annotations.NullMarked;
