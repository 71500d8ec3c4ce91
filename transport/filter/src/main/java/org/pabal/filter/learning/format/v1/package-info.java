// SPDX-License-Identifier: Apache-2.0

/// The records of what is learnt, version 1: docs/formats/filter-v1.md.
@NullMarked
package org.pabal.filter.learning.format.v1;

import org.jspecify.annotations.NullMarked;
