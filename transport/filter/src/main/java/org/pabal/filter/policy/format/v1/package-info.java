// SPDX-License-Identifier: Apache-2.0

/// Wishes as they lie in the store, first version. docs/formats/spam-policy-v1.md.
@NullMarked
package org.pabal.filter.policy.format.v1;

import org.jspecify.annotations.NullMarked;
