// SPDX-License-Identifier: Apache-2.0

/// Files mail into mailboxes.
@NullMarked
package org.pabal.mda;

import org.jspecify.annotations.NullMarked;
