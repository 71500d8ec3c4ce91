// SPDX-License-Identifier: Apache-2.0

/// Reception, submission, policy, queue, routing, delivery, bounces.
@NullMarked
package org.pabal.mta;

import org.jspecify.annotations.NullMarked;
