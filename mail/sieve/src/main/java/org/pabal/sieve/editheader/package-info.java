// SPDX-License-Identifier: Apache-2.0

/// Fields added to and deleted from the header section: `editheader`, RFC 5293.
@NullMarked
package org.pabal.sieve.editheader;

import org.jspecify.annotations.NullMarked;
