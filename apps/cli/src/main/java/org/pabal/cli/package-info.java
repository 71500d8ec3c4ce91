// SPDX-License-Identifier: Apache-2.0

/// The command line. Each command makes one call of {@link Administration} and shows its answer;
/// whether a running server or the opened store answers is not its business.
@NullMarked
package org.pabal.cli;

import org.jspecify.annotations.NullMarked;
