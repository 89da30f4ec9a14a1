// Charts, with what of the library they use. Loaded when the first chart is drawn. On canvas, tooltips
// drawn as text: the Content-Security-Policy forbids what the other ways need.

import { LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export { init };
