// SPDX-License-Identifier: Apache-2.0

/// Alias/*: the addresses whose mail an account gets besides its own, and those that its owner makes.
@NullMarked
package org.pabal.jmap.alias;

import org.jspecify.annotations.NullMarked;
