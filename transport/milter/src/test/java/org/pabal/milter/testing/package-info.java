// SPDX-License-Identifier: Apache-2.0

/// A milter for tests.
@NullMarked
package org.pabal.milter.testing;

import org.jspecify.annotations.NullMarked;
