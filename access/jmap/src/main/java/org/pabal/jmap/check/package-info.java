// SPDX-License-Identifier: Apache-2.0

/// Check/run: whether something works that a person is about to set up.
@NullMarked
package org.pabal.jmap.check;

import org.jspecify.annotations.NullMarked;
