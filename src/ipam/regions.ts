/** The regions whose endpoint VPC IPAM publishes (product VpcIpam 2023-02-28, endpoint map). */
export const regions = [
  "cn-qingdao",
  "cn-beijing",
  "cn-zhangjiakou",
  "cn-huhehaote",
  "cn-wulanchabu",
  "cn-hangzhou",
  "cn-shanghai",
  "cn-nanjing",
  "cn-fuzhou",
  "cn-shenzhen",
  "cn-heyuan",
  "cn-guangzhou",
  "cn-wuhan-lr",
  "cn-chengdu",
  "cn-hongkong",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ap-northeast-1",
  "ap-northeast-2",
  "eu-central-1",
  "eu-west-1",
  "us-east-1",
  "us-west-1",
  "me-east-1",
  "me-central-1",
  "cn-beijing-finance-1",
  "cn-hangzhou-finance",
  "cn-shanghai-finance-1",
  "cn-shenzhen-finance-1",
] as const;

/** One of the 33 regions. A value of this type came out of the list, never straight from input. */
export type Region = (typeof regions)[number];

/** The region of that id, or `undefined` when the list does not hold it. */
export function regionOf(id: string): Region | undefined {
  return regions.find((region) => region === id);
}
