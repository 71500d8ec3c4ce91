// SPDX-License-Identifier: Apache-2.0

/// A script at work: compiled commands and tests, and the state of one run.
@NullMarked
package org.pabal.sieve.run;

import org.jspecify.annotations.NullMarked;
