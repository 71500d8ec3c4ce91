// SPDX-License-Identifier: Apache-2.0

/// The rules of the whole project that a compiler does not know: who may use whom, which calls are
/// banned where, and how a source file looks.
@NullMarked
package org.pabal.architecture;

import org.jspecify.annotations.NullMarked;
