// SPDX-License-Identifier: Apache-2.0

/// Korean mail, good and spam, made up for tests and measurements of the spam filter.
@NullMarked
package org.pabal.testkit.korean;

import org.jspecify.annotations.NullMarked;
