// SPDX-License-Identifier: Apache-2.0

/// The records of the mail of before, version 1: docs/formats/filter-v1.md.
@NullMarked
package org.pabal.filter.history.format.v1;

import org.jspecify.annotations.NullMarked;
