// SPDX-License-Identifier: Apache-2.0

/// Other servers that are made up, for the tests of those that fetch from them.
@NullMarked
package org.pabal.fetch.testing;

import org.jspecify.annotations.NullMarked;
