// SPDX-License-Identifier: Apache-2.0

/// Greylisting before the content: at each recipient that the rules accepted. Mail that is in doubt by
/// its content is greylisted by the filter.
@NullMarked
package org.pabal.mta.greylisting;

import org.jspecify.annotations.NullMarked;
