// SPDX-License-Identifier: Apache-2.0

/// The records that say which accounts are on their way to or from this host, version 1:
/// docs/formats/account-copy-v1.md.
@NullMarked
package org.pabal.cluster.move.format.v1;

import org.jspecify.annotations.NullMarked;
