// SPDX-License-Identifier: Apache-2.0

/// What may be done how often and for whom.
@NullMarked
package org.pabal.mta.policy;

import org.jspecify.annotations.NullMarked;
