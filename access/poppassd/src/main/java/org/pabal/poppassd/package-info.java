// SPDX-License-Identifier: Apache-2.0

/// poppassd: a password is changed in five lines.
@NullMarked
package org.pabal.poppassd;

import org.jspecify.annotations.NullMarked;
