// SPDX-License-Identifier: Apache-2.0

/// One mail under examination by all methods together, in one pass.
@NullMarked
package org.pabal.mailauth.examination;

import org.jspecify.annotations.NullMarked;
