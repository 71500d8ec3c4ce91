// SPDX-License-Identifier: Apache-2.0

/// A mail system in memory to test the MTA with.
@NullMarked
package org.pabal.mta.testing;

import org.jspecify.annotations.NullMarked;
