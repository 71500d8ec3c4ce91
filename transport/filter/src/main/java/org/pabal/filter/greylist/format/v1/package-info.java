// SPDX-License-Identifier: Apache-2.0

/// Greylisting as it lies in the store, version 1.
@NullMarked
package org.pabal.filter.greylist.format.v1;

import org.jspecify.annotations.NullMarked;
