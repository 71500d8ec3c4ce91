// SPDX-License-Identifier: Apache-2.0

/// Scripts in scripts. RFC 6609.
@NullMarked
package org.pabal.sieve.include;

import org.jspecify.annotations.NullMarked;
