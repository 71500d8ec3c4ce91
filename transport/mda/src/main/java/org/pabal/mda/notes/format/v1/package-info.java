// SPDX-License-Identifier: Apache-2.0

/// What is noted of deliveries, as it lies on disk: docs/formats/delivery-memory-v1.md.
@NullMarked
package org.pabal.mda.notes.format.v1;

import org.jspecify.annotations.NullMarked;
