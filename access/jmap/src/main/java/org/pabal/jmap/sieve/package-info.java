// SPDX-License-Identifier: Apache-2.0

/// SieveScript/*: the same scripts that ManageSieve shows. RFC 9661.
@NullMarked
package org.pabal.jmap.sieve;

import org.jspecify.annotations.NullMarked;
