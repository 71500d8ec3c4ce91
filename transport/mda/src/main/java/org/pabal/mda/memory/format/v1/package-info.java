// SPDX-License-Identifier: Apache-2.0

/// Records of what delivery remembers: docs/formats/delivery-memory-v1.md.
@NullMarked
package org.pabal.mda.memory.format.v1;

import org.jspecify.annotations.NullMarked;
